# splitmix64 (Steele et al. 2014), in signed 64-bit numbers, which wrap around
GOLDEN = -0x61C8864680B583EB
MIXING = ((30, -0x40A7B892E31B1A47), (27, -0x6B2FB644ECCEEE15), (31, 1))


def uniform(n: int, indices: Tensor, *keys: int) -> Tensor:
    """Numbers in [0, 1), [batch, n]: each of its index, column and keys alone."""
    state = mix(*keys) + GOLDEN * (indices[:, None] * n + torch.arange(n))
    for shift, factor in MIXING:
        state = (state ^ (state >> shift & (1 << 64 - shift) - 1)) * factor
    return (state >> 11 & (1 << 53) - 1).double() / 2**53
