"""A person answers the validation split, blind: how good are you at this? (recipe 2.8)"""
