"""An answer at each place: of a text, a window or a picture. Your loss, our formulas on paper.

Outputs are [batch, outputs, *places] throughout; `layout` says how your net and your loss have
them.
"""

from .class_at import ClassAt
from .many_labels import ManyLabels
from .number import Number
from .number_at import LabelAt, NumberAt
from .one_class import OneClass

AT_PLACES = {OneClass: ClassAt, Number: NumberAt, ManyLabels: LabelAt}
