"""A series in windows, an answer at each step; tensors validate, and the loader has any name."""

import numpy as np
import torch
import torch.nn as nn
import torch.utils.data as data

torch.manual_seed(0)
series = np.loadtxt("series.csv", skiprows=1, dtype="float32")
train, test = series[:150, None], series[150:, None]
mean, std = train.mean(), train.std()
train, test = (train - mean) / std, (test - mean) / std


def windows(values, lookback=10):
    starts = range(len(values) - lookback)
    x = np.array([values[i : i + lookback] for i in starts])
    y = np.array([values[i + 1 : i + lookback + 1] for i in starts])
    return torch.tensor(x), torch.tensor(y)


X_train, y_train = windows(train)
X_test, y_test = windows(test)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(1, 24, batch_first=True)
        self.linear = nn.Linear(24, 1)

    def forward(self, x):
        x, _ = self.lstm(x)
        return self.linear(x)


model = Model()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
loss_fn = nn.MSELoss()
loader = data.DataLoader(
    data.TensorDataset(X_train, y_train), shuffle=True, batch_size=16
)

for _ in range(2):
    model.train()
    for x, y in loader:
        y_pred = model(x)
        loss = loss_fn(y_pred, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        print(loss_fn(model(X_test), y_test).item())
