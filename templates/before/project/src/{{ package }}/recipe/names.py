"""What the name of a file says: "{label}_{speaker}_{take}" reads 7_jackson_32."""

import re


def fields(pattern: str, name: str) -> dict[str, str]:
    """The value of each field in braces; {} where the name does not fit.

    A field holds none of the signs that stand between the fields.
    """
    parts = re.split(r"{(\w+)}", pattern)  # text, field, text, field, ..., text
    signs = re.escape("".join(re.findall(r"\W|_", "".join(parts[::2])))) or " "
    wanted = "".join(
        f"(?P<{part}>[^{signs}]+)" if i % 2 else re.escape(part)
        for i, part in enumerate(parts)
    )
    found = re.fullmatch(wanted, name)
    return found.groupdict() if found else {}
