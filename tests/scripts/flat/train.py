import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
x = torch.randn(400, 6)
y = (x[:, 0] + x[:, 1] * x[:, 2] > 0).long() + (x[:, 3] > 1).long()
train_set = TensorDataset(x[:300], y[:300])
val_set = TensorDataset(x[300:], y[300:])
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
val_loader = DataLoader(val_set, batch_size=64)

model = nn.Sequential(nn.Linear(6, 32), nn.ReLU(), nn.Linear(32, 3))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(100):
    model.train()
    for batch, labels in train_loader:
        optimizer.zero_grad()
        criterion(model(batch), labels).backward()
        optimizer.step()
    model.eval()
    right = sum((model(b).argmax(1) == t).sum().item() for b, t in val_loader)
    print(epoch, right / len(val_set))
raise SystemExit("the training ran")
