"""A language model without a loader: get_batch draws windows, the net answers its loss, too."""

import torch
import torch.nn as nn
from torch.nn import functional as F

torch.manual_seed(1337)
block_size, batch_size, n_embd = 8, 16, 16
chance = torch.Generator().manual_seed(3)
data = torch.cat([torch.randint(0, 12, (1500,), generator=chance), torch.arange(12)])
data[1::2] = (data[::2] + 1)[: len(data[1::2])] % 12
n = int(0.9 * len(data))
train_data, val_data = data[:n], data[n:]
vocab_size = 12


def get_batch(split):
    data = train_data if split == "train" else val_data
    ix = torch.randint(len(data) - block_size, (batch_size,))
    x = torch.stack([data[i : i + block_size] for i in ix])
    y = torch.stack([data[i + 1 : i + block_size + 1] for i in ix])
    return x, y


@torch.no_grad()
def estimate_loss():
    out = {}
    model.eval()
    for split in ["train", "val"]:
        out[split] = sum(model(*get_batch(split))[1].item() for _ in range(2)) / 2
    model.train()
    return out


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.tok = nn.Embedding(vocab_size, n_embd)
        self.pos = nn.Embedding(block_size, n_embd)
        self.gru = nn.GRU(n_embd, 32, batch_first=True)
        self.lm_head = nn.Linear(32, vocab_size)

    def forward(self, idx, targets=None):
        x = self.tok(idx) + self.pos(torch.arange(idx.shape[1]))
        logits = self.lm_head(self.gru(x)[0])
        if targets is None:
            return logits, None
        loss = F.cross_entropy(logits.view(-1, vocab_size), targets.view(-1))
        return logits, loss


model = Net()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)

for it in range(60):
    if it % 50 == 0:
        losses = estimate_loss()
        print(f"step {it}: train {losses['train']:.4f}, val {losses['val']:.4f}")
    xb, yb = get_batch("train")
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
