"""A mask for each picture: yes or no at each pixel; half of the pictures are mirrored."""

import os

import numpy as np
import torch
import torch.nn as nn
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Discs(Dataset):
    def __init__(self, split, augment=False):
        self.files = sorted(os.listdir(f"{split}/pictures"))
        self.split, self.augment = split, augment

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        name = self.files[i]
        image = Image.open(f"{self.split}/pictures/{name}")
        mask = Image.open(f"{self.split}/masks/{name.replace('.', '_mask.')}")
        image = torch.from_numpy((np.array(image) / 255 - 0.4) / 0.2).float()[None]
        mask = torch.from_numpy(np.array(mask) / 255).float()
        if self.augment and torch.rand(()) < 0.5:
            image, mask = image.flip(-1), mask.flip(-1)
        return image, mask


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 8, 3, padding=1)
        self.norm = nn.BatchNorm2d(8)
        self.last = nn.Conv2d(8, 1, 3, padding=1)

    def forward(self, x):
        return self.last(torch.relu(self.norm(self.first(x))))


def train_fn(loader, model, optimizer, loss_fn):
    model.train()
    for images, masks in loader:
        loss = loss_fn(model(images), masks.unsqueeze(1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def main():
    torch.manual_seed(0)
    model = Net()
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    train_loader = DataLoader(Discs("train", augment=True), batch_size=12, shuffle=True)
    val_loader = DataLoader(Discs("val"), batch_size=12)
    for _ in range(2):
        train_fn(train_loader, model, optimizer, loss_fn)
        model.eval()
        with torch.no_grad():
            for images, masks in val_loader:
                loss_fn(model(images), masks.unsqueeze(1))


if __name__ == "__main__":
    main()
