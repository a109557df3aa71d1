NEEDED = "a class of training: correct the line"


def fits(label: str, answers: set[str]) -> bool:
    return label in answers
