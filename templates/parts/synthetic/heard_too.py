QUIETER = 10.0  # dB, the other sound


def hybrid(
    x: Tensor,
    y: Tensor,
    other_x: Tensor,
    other_y: Tensor,
    draws: Tensor,
    inputs: Inputs,
) -> tuple[Tensor, Tensor]:
    """A sound while another of its length is heard as well, more quietly; y is the louder one.

    Powers add, decibels do not. x: [batch, bands + 1, frames], the last row 1 where there is sound
    """
    mean, sd = column(inputs.mean), column(inputs.sd)
    power, other = (
        10 ** ((heard[:, :-1] * sd + mean) / 10) * heard[:, -1:]
        for heard in (x, other_x)
    )
    loud, quiet = (p.sum((1, 2), keepdim=True).clamp_min(1e-12) for p in (power, other))
    both = power + other * (loud / quiet) * 10 ** (-QUIETER / 10)
    heard = ((10 * both.clamp_min(QUIET).log10() - mean) / sd).to(x) * x[:, -1:]
    return torch.cat([heard, x[:, -1:]], 1), y
