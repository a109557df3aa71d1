"""Mistakes with boxes: in the files, in the resize, in what is decoded and how it is scored."""

from .bug import Bug, one_edit

BOXES = {"target": ("boxes",)}
CORNERS = (
    "            corners = left * across, top * down, right * across, bottom * down\n"
)

BUGS = (
    Bug(
        "L88",
        "across and down change places in the boxes",
        stage=2,
        difficulty="medium",
        symptom="boxes beside the things",
        story="Rows come before columns in an array, and after them in a box. The net still fits, "
        "as it learns where boxes are, not what is in them. A white rectangle and the answer that "
        "points at it must be in one place in x and y.",
        variants=(
            one_edit(
                "target.py",
                CORNERS,
                "            corners = top * across, left * down, bottom * across, right * down\n",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "L89",
        "width and height taken for the right and lower corner",
        stage=2,
        difficulty="medium",
        symptom="boxes too small, or inside out",
        story="COCO stores left, top, width, height; VOC stores corners. Read as the other, boxes "
        "are wrong by their own position. The drawn rectangle shows it.",
        variants=(
            one_edit(
                "target.py",
                CORNERS,
                "            wide, high = (right - left) * across, (bottom - top) * down\n"
                "            corners = left * across, top * down, wide + 1, high + 1\n",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "L90",
        "the class of a prediction is off by one",
        stage=2,
        difficulty="medium",
        symptom="cats are called dogs",
        story="Class 0 is the background in one place and the first class in another. The metrics, "
        "which compare numbers, are fine; the words are not. Predictions by heart must be the raw "
        "answers.",
        variants=(
            one_edit(
                "detections.py",
                '{"label": names[kind], ',
                '{"label": names[kind - 1], ',
                **BOXES,
            ),
        ),
    ),
    Bug(
        "P92",
        "the picture is resized, the boxes are not",
        stage=2,
        difficulty="easy",
        symptom="nothing, if all pictures have the size of x; nonsense otherwise",
        story="The sample is not resized, so nobody notices until the first real picture. "
        "Rectangles drawn in pictures of other sizes must still be covered by their answer.",
        variants=(
            one_edit(
                "target.py",
                "self.size[1] / answer.width, self.size[0] / answer.height",
                "1.0, 1.0",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "P93",
        "pictures are mirrored, boxes are not",
        stage=2,
        difficulty="medium",
        symptom="it learns slowly and never well",
        story="An augmentation for classes was left in: there a mirror changes no answer. Here "
        "the answer must be mirrored as well. The drawn rectangle is on the other side.",
        variants=(
            one_edit(
                "data.py",
                "        return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)\n",
                "        return (x.flip(2) / 255 - per_channel(self.mean)) / per_channel(self.sd)\n",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "P94",
        "predictions stay in pixels of x",
        stage=2,
        difficulty="medium",
        symptom="`evaluate` is fine, users see small boxes in the upper left corner",
        story="Boxes are scaled on the way in and not on the way out. The sample is not resized, "
        "but a single-sized sample hides this from every metric.",
        survives="x of the sample has the size of its pictures, so there is nothing to scale; on "
        "resized data the metrics by hand, in raw pixels, differ. tests/test_boxes.py holds it.",
        variants=(
            one_edit(
                "target.py",
                "width / self.size[1], height / self.size[0]",
                "1.0, 1.0",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "M88",
        "places are taken for the corners of their cells",
        stage=2,
        difficulty="hard",
        symptom="every box is half a stride off, so that only the strict overlaps suffer",
        story="The middle of a cell is half a stride from its corner: added when encoding, "
        "forgotten when decoding. Ideal outputs must decode to the raw answers.",
        variants=(
            one_edit(
                "boxes.py",
                "        middle = self.places(said) + STRIDE * said[..., :2]\n",
                "        middle = self.places(said) - STRIDE / 2 + STRIDE * said[..., :2]\n",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "S88",
        "boxes count in places that have none",
        stage=2,
        difficulty="medium",
        symptom="the loss never gets low",
        story="The errors of the boxes are summed over all places, also where there is nothing to "
        "say. The loss at init is off, and one batch cannot be fitted.",
        variants=(
            one_edit(
                "target.py",
                "square().sum(2) * speaks",
                "square().sum(2)",
                target=("boxes",),
            ),
        ),
    ),
    Bug(
        "S89",
        "the loss is not divided by the boxes",
        stage=2,
        difficulty="hard",
        symptom="crowded pictures rule the training",
        story="`weight` counts the boxes, so the loss of a picture must be a mean: else a picture "
        "of thirty boxes counts nine hundred times. The formula on paper differs.",
        variants=(
            one_edit(
                "target.py",
                " / self.weight(y)\n\n    def weight",
                "\n\n    def weight",
                target=("boxes",),
            ),
        ),
    ),
    Bug(
        "E88",
        "repetitions are kept",
        stage=2,
        difficulty="medium",
        symptom="low precision, many boxes around each thing",
        story="Non-maximum suppression is forgotten. Around each thing nine places say the same, "
        "and eight of them are counted as wrong. Ideal outputs do not score 1.",
        variants=(
            one_edit(
                "detections.py",
                "(p >= SCORE) & suppress(boxes, kinds)",
                "p >= SCORE",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "E89",
        "the overlap of two boxes is counted twice in their union",
        stage=2,
        difficulty="hard",
        symptom="the score is lower than that of others",
        story="Intersection over the sum of the areas: no two boxes share more than a half. "
        "Ideal outputs find nothing at all.",
        variants=(
            one_edit(
                "detections.py",
                "(both - wide * high).clamp_min(1e-9)",
                "both.clamp_min(1e-9)",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "E90",
        "one true box may be found twice",
        stage=2,
        difficulty="hard",
        symptom="a precision that is too good",
        story="A true box stays free after it was found, so repetitions count as right. Ideal "
        "outputs score 1 all the same; a net with a random head, counted by hand, does not.",
        variants=(
            one_edit(
                "detections.py",
                "        free.scatter_(2, place[..., None], taken)\n",
                "",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "E91",
        "classes do not matter for a hit",
        stage=2,
        difficulty="medium",
        symptom="a score that is too good",
        story="Boxes are matched by place alone. Counted by hand, from words, a cat is no dog.",
        variants=(
            one_edit(
                "detections.py",
                "    same = (classes[:, :, None] == y[:, None, :, 4]) & (classes >= 0)[..., None]\n",
                "    same = (y[..., 4] >= 0)[:, None, :] & (classes >= 0)[..., None]\n",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "E92",
        "unsure boxes are thrown away before they are scored",
        stage=2,
        difficulty="hard",
        symptom="the average precision is lower than that of others",
        story="Average precision is about the whole list, the unsure end included. With the "
        "threshold of a demonstration, .5, recall ends early.",
        survives="The threshold is a constant at the top of detections.py, and a choice: metrics and "
        "predictions agree on the boxes that are left, whatever it is.",
        variants=(
            one_edit(
                "detections.py",
                "SCORE = 0.05",
                "SCORE = 0.5",
                **BOXES,
            ),
        ),
    ),
    Bug(
        "E93",
        "precision without its envelope",
        stage=2,
        difficulty="hard",
        symptom="a little lower than the numbers of others",
        story="COCO takes the best precision at a recall or beyond; the raw curve dips. Only a "
        "second implementation can tell.",
        variants=(
            one_edit(
                "detections.py",
                "    best = precision.flip(1).cummax(1).values.flip(1)",
                "    best = precision",
                **BOXES,
            ),
        ),
    ),
)
