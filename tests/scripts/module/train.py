"""Organised as Lightning asks, without it: a data module, a net with its own steps, a trainer."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class DataModule:
    def __init__(self, batch_size=16):
        self.batch_size = batch_size

    def setup(self):
        chance = torch.Generator().manual_seed(0)
        x = torch.randn(260, 2, 12, generator=chance)
        y = (x[:, 0].mean(1) > x[:, 1].mean(1)).long()
        self.train_set = TensorDataset(x[:200], y[:200])
        self.val_set = TensorDataset(x[200:], y[200:])

    def train_dataloader(self):
        return DataLoader(self.train_set, self.batch_size, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_set, self.batch_size)


class Lit(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(nn.Conv1d(2, 8, 3), nn.ReLU(), nn.Flatten())
        self.head = nn.Linear(80, 2)

    def forward(self, x):
        return self.head(self.backbone(x))

    def training_step(self, batch, index):
        x, y = batch
        return F.cross_entropy(self(x), y)

    def validation_step(self, batch, index):
        x, y = batch
        return F.cross_entropy(self(x), y)

    def configure_optimizers(self):
        optimizer = torch.optim.Adam(self.parameters(), lr=5e-3)
        return [optimizer], [torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 2)]


class Trainer:
    def fit(self, model, datamodule, epochs=2):
        datamodule.setup()
        (optimizer,), (scheduler,) = model.configure_optimizers()
        train, val = datamodule.train_dataloader(), datamodule.val_dataloader()
        for _ in range(epochs):
            model.train()
            for i, batch in enumerate(train):
                optimizer.zero_grad()
                loss = model.training_step(batch, i)
                loss.backward()
                optimizer.step()
            scheduler.step()
            model.eval()
            with torch.no_grad():
                for i, batch in enumerate(val):
                    model.validation_step(batch, i)


if __name__ == "__main__":
    torch.manual_seed(7)
    dm = DataModule()
    model = Lit()
    trainer = Trainer()
    trainer.fit(model, dm)
