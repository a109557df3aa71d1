"""What is somewhere in a picture: how well each of some typical patches fits, at best and on average."""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.cluster import MiniBatchKMeans
from torch import Tensor

ACROSS = 32  # pixels; larger pictures are made smaller
SIZE = 6  # pixels of a patch (Coates and Ng 2011)
WORDS = 200
DRAWN = 20_000  # patches of which the typical ones are found, half of them flat
AT_ONCE = 64  # pictures


def patch_words(xs: Sequence[Tensor]) -> np.ndarray:
    """x of pictures [channels, height, width] each -> [n, 3 * words], wherever a patch stands."""
    x = torch.stack([smaller(each.float()) for each in xs])
    filters = words(x)
    said = []
    for some in x.split(AT_ONCE):
        fits = F.conv2d(some, filters).flatten(2)
        said.append(torch.cat([fits.amax(2), fits.relu().mean(2), (-fits).amax(2)], 1))
    return torch.cat(said).double().numpy()


def smaller(x: Tensor) -> Tensor:
    height, width = (max(SIZE, min(ACROSS, n)) for n in x.shape[1:])
    return F.adaptive_avg_pool2d(x, (height, width))


def words(x: Tensor) -> Tensor:
    """[n, channels, height, width] -> [words, channels, size, size]: centres of patches that are not
    flat, each about its mean and of length 1."""
    chance = torch.Generator().manual_seed(0)
    each = -(-DRAWN // len(x))
    drawn = []
    for picture in x:
        patches = F.unfold(picture[None], SIZE)[0].T
        drawn.append(patches[torch.randperm(len(patches), generator=chance)[:each]])
    patches = torch.cat(drawn)
    patches = patches - patches.mean(1, keepdim=True)
    length = patches.norm(dim=1, keepdim=True)
    kept = (length > length.median())[:, 0]
    if int(kept.sum()) < WORDS:  # pictures of one colour each
        return torch.zeros(1, x.shape[1], SIZE, SIZE)
    means = MiniBatchKMeans(WORDS, max_iter=5, random_state=0)
    centres = means.fit((patches / length)[kept].numpy()).cluster_centers_
    centres = F.normalize(torch.tensor(centres, dtype=torch.float32), dim=1)
    centres -= centres.mean(1, keepdim=True)
    return centres.reshape(-1, x.shape[1], SIZE, SIZE)
