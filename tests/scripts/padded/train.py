"""Texts of different length: a collate_fn pads them, and the net gets a mask."""

import random

import torch
from torch import nn
from torch.utils.data import DataLoader

PAD = 0


def texts(n, seed):
    rng = random.Random(seed)
    for _ in range(n):
        label = rng.randrange(2)
        words = [rng.randrange(4, 40) for _ in range(rng.randrange(3, 12))]
        words.insert(rng.randrange(len(words)), 1 + label)
        yield {"input_ids": words, "label": label}


def collate(items):
    longest = max(len(item["input_ids"]) for item in items)
    ids = torch.full((len(items), longest), PAD)
    for row, item in zip(ids, items, strict=True):
        row[: len(item["input_ids"])] = torch.tensor(item["input_ids"])
    labels = torch.tensor([item["label"] for item in items])
    return {"input_ids": ids, "attention_mask": ids != PAD, "labels": labels}


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(40, 16, padding_idx=PAD)
        self.hidden = nn.Linear(16, 16)
        self.out = nn.Linear(16, 2)

    def forward(self, input_ids, attention_mask=None, labels=None):
        h = torch.tanh(self.hidden(self.words(input_ids)))
        mask = attention_mask[:, :, None].float()
        logits = self.out((h * mask).sum(1) / mask.sum(1))
        loss = None if labels is None else nn.functional.cross_entropy(logits, labels)
        return {"loss": loss, "logits": logits}


torch.manual_seed(0)
train_loader = DataLoader(list(texts(200, 1)), 16, shuffle=True, collate_fn=collate)
val_loader = DataLoader(list(texts(60, 2)), 32, collate_fn=collate)
model = Classifier()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)

for _ in range(2):
    model.train()
    for batch in train_loader:
        optimizer.zero_grad()
        model(**batch)["loss"].backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for batch in val_loader:
            model(**batch)
