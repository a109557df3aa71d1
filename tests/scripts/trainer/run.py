from dataclasses import dataclass

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split


@dataclass
class Options:
    examples: int = 300
    size: int = 8
    lr: float = 1e-3


class Stripes(Dataset):
    """Pictures with an upright or a flat stripe, or none."""

    def __init__(self, options):
        generator = torch.Generator().manual_seed(0)
        self.labels = torch.randint(3, (options.examples,), generator=generator)
        size = (options.examples, 1, options.size, options.size)
        self.pictures = torch.rand(size, generator=generator)
        for i, label in enumerate(self.labels.tolist()):
            place = i % options.size
            if label == 1:
                self.pictures[i, 0, :, place] += 1
            if label == 2:
                self.pictures[i, 0, place, :] += 1

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.pictures[index], int(self.labels[index])


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(16, 16, 3, padding=1),
            nn.ReLU(),
            nn.AdaptiveMaxPool2d(1),
            nn.Flatten(),
        )
        self.classifier = nn.Linear(16, 3)

    def forward(self, x):
        return self.classifier(self.features(x))


class Trainer:
    def __init__(self, options):
        data = Stripes(options)
        generator = torch.Generator().manual_seed(1)
        self.train_set, self.val_set = random_split(data, [240, 60], generator)
        self.net = ConvNet()
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=options.lr)

    def fit(self, epochs=10):
        for _ in range(epochs):
            for x, y in DataLoader(self.train_set, batch_size=32, shuffle=True):
                self.optimizer.zero_grad()
                self.criterion(self.net(x), y).backward()
                self.optimizer.step()
        raise SystemExit("the training ran")


Trainer(Options()).fit()
