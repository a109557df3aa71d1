import torch
import torch.nn.functional as F
from data import load
from torch import nn


class Net(nn.Module):
    def __init__(self, inputs, hidden=32):
        super().__init__()
        self.hidden = nn.Linear(inputs, hidden)
        self.out = nn.Linear(hidden, 1)

    def forward(self, x):
        return self.out(torch.tanh(self.hidden(x))).squeeze(1)


def train(net, x, y, epochs):
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-4)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = F.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def main():
    (x, y), _ = load()
    net = Net(x.shape[1])
    print(train(net, torch.tensor(x), torch.tensor(y).float(), epochs=200))
    raise SystemExit("the training ran")


if __name__ == "__main__":
    main()
