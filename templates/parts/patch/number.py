NEEDED = "a number: correct the line"


def fits(label: str, answers: set[str]) -> bool:
    try:
        return float(label) < float("inf")
    except ValueError:
        return False
