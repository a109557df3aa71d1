"""Which tip of the post a change of the config is."""

from collections.abc import Mapping
from typing import Any

ANY = "3.4"  # complexify only one at a time
TIPS = {"augment": "4.2", "synthetic": "4.3", "synthetic_data": "4.3"}
TIPS |= {"pretrained": "4.4", "trains": "4.4"}
TIPS |= {
    "drop": "4.6",
    "image_size": "4.6",
    "batch_size": "4.8",
    "weight_decay": "4.10",
    "patience": "4.11",
}
SIZES = ("width", "depth")


def tip_of(config: Any, changed: Mapping[str, Any]) -> str:
    """The row whose verdict it is: a larger or a smaller net, more decay, other views, ...

    Of several changes together no tip alone can be judged.
    """
    if len(changed) != 1:
        return ANY
    ((field, value),) = changed.items()
    if field in SIZES and isinstance(value, int | float):
        return "4.12" if value > getattr(config, field) else "4.7"
    return TIPS.get(field, ANY)
