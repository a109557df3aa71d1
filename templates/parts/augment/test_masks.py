@pytest.mark.parametrize("level", LEVELS)
def test_a_mask_goes_where_its_picture_goes(problem: Problem, level: str):
    """Classes as light, which may change, but alike for all pixels of one class."""
    y = feed_of(problem, level)[torch.arange(8)].y
    x = y[:, None].float().expand(-1, problem.config.channels, -1, -1)
    x, y = augment(x, y, 1, torch.arange(8), problem.but(augment=level).config)
    for picture, mask in zip(x[:, 0], y, strict=True):
        seen = [picture[mask == kind] for kind in mask.unique()]
        assert all(light.max() - light.min() < 1e-4 for light in seen)
