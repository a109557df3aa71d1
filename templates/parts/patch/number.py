PATCH = ROOT / "labels_patch.csv"  # id,label,because: without a label it is left out


def patched(splits: Splits) -> Splits:
    """Cut before, so that no other example changes sides; the files stay as they are."""
    if not PATCH.exists():
        return splits
    with open(PATCH, newline="", encoding="utf-8-sig", errors="replace") as file:
        rows = csv.DictReader(file, ("id", "label", "because"), restval="")
        told = {row["id"]: row for row in rows if row["id"] != "id"}
    parts = splits.train, splits.validation, splits.test
    ids = {e.id for part in parts for e in part}
    for id, row in told.items():
        try:
            known = id in ids and abs(float(row["label"] or 0)) < float("inf")
        except ValueError:
            known = False
        if not known:
            found = f"{PATCH.name} says {row['label']!r} of {id}"
            raise ValueError(f"{found}: needed an id, and no label or a number.")
    out = {
        i: f"{PATCH.name}: {r['because']}" for i, r in told.items() if not r["label"]
    }
    mended = (
        [replace(e, answer=told[e.id]["label"]) if e.id in told else e for e in part]
        for part in parts
    )
    kept = ([e for e in part if e.id not in out] for part in mended)
    return Splits(*kept, splits.left_out | out)
