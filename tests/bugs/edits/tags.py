"""Healthy edits of sentences in which every word has a tag."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "text-tagging"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H18",
        "a bidirectional GRU",
        KIND,
        "In a file of its own: packed, so that the way back begins at the last word and no "
        "pad is read. It can look as far as a sentence goes, and says so in `reach`.",
        (
            Edit(
                "model.py",
                "from .config import Config\n",
                "from .blocks import BiGRU\nfrom .config import Config\n",
            ),
            Edit(
                "model.py",
                "return Tagger(inputs.tokens, outputs, width=TINY, depth=1)",
                "return BiGRU(Pieces(inputs.tokens, TINY), outputs, 1, inputs.length)",
            ),
            Edit(
                "model.py",
                "    return Tagger(inputs.tokens, outputs, config.width, config.depth)",
                "    stem = Pieces(inputs.tokens, config.width)\n"
                "    return BiGRU(stem, outputs, config.depth, inputs.length)",
            ),
        ),
        {"blocks.py": '''"""A recurrent net that reads a sentence from both ends."""

from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class BiGRU(nn.Module):
    """[batch, time, pieces] -> [batch, outputs, time]; Huang et al. 2015, without the CRF."""

    def __init__(self, stem: nn.Embedding, outputs: int, depth: int, length: int):
        super().__init__()
        width, self.reach = stem.embedding_dim, length
        self.stem = stem
        both = {"bidirectional": True, "batch_first": True}
        self.body = nn.GRU(width, width // 2, depth, **both)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        real = x[:, :, :1] != 0
        lengths = real.sum((1, 2)).clamp_min(1).cpu()
        packed = pack_padded_sequence(self.stem(x), lengths, True, enforce_sorted=False)
        h, _ = pad_packed_sequence(self.body(packed)[0], True, total_length=x.shape[1])
        return self.head(self.norm(h) * real).mT
'''},
    ),
    HealthyEdit(
        "H19",
        "rare tags weigh more",
        KIND,
        "The weight of a tag is 1 / sqrt of how often it occurs, in the loss, in the weight "
        "of a sentence and in the best constant; accuracy counts every token alike.",
        (
            Edit(
                "target.py",
                "    def encode(self",
                '''    @property
    def per_tag(self) -> Tensor:
        """Weight of each tag, [tags]: 1 on average over the training tokens."""
        rare = self.prior.clamp_min(1e-9).rsqrt()
        return rare / (rare * self.prior).sum()

    @property
    def weighted(self) -> Tensor:
        """Share of each tag in the weight of all training tokens, [tags]."""
        return self.per_tag * self.prior

    def weights(self, y: Tensor) -> Tensor:
        """[batch, time]: of each token; 0 where nothing counts."""
        each = self.per_tag.to(y.device, torch.float32)[y.clamp_min(0)]
        return each * (y != NOTHING)

    def encode(self''',
            ),
            Edit(
                "target.py",
                "Mean cross entropy of a sentence's tagged tokens, in nats.",
                "Weighted mean cross entropy of a sentence's tagged tokens, in nats.",
            ),
            Edit(
                "target.py",
                "return losses.sum(1) / self.weight(y).clamp_min(1)",
                "losses = losses * self.weights(y)\n"
                "        return losses.sum(1) / self.weight(y).clamp_min(1e-9)",
            ),
            Edit(
                "target.py",
                '''        """Tagged tokens of each sentence: a batch costs the mean over all its tokens."""
        return (y != NOTHING).sum(1)
''',
                '''        """What its tokens weigh: a batch costs the weighted mean over all its tokens."""
        return self.weights(y).sum(1)
''',
            ),
            Edit(
                "target.py",
                '"""log of the tag shares: softmax of the bias alone then answers the prior."""\n'
                "        return self.prior.log().float()",
                '"""log of the weighted tag shares: the best constant under this loss."""\n'
                "        return self.weighted.log().float()",
            ),
            Edit(
                "target.py",
                "over tagged tokens, q the shares in y and p the prior",
                "over tagged tokens, q and p the weighted shares in y and in training",
            ),
            Edit(
                "target.py",
                "        return -(counts / counts.sum() * self.prior.log()).sum().item()",
                "        weights = counts * self.per_tag\n"
                "        return -(weights / weights.sum() * self.weighted.log()).sum().item()",
            ),
            Edit(
                "target.py",
                "return (true * (y != NOTHING)).sum(1) / self.weight(y).clamp_min(1)",
                "tagged = y != NOTHING\n"
                "        return (true * tagged).sum(1) / tagged.sum(1).clamp_min(1)",
            ),
        ),
    ),
)
