def test_a_box_goes_where_its_picture_goes(problem: Problem):
    """One bright box in the dark: where it is bright afterwards, there is the box."""
    (height, width), n = problem.config.image_size, 16
    box = [width // 4, height // 8, width // 2, height // 2]
    y = torch.full((n, 2, 5), -1.0)
    y[:, 0] = torch.tensor([*map(float, box), 0.0])
    x = torch.zeros(n, problem.config.channels, height, width)
    x[:, :, box[1] : box[3], box[0] : box[2]] = 1.0
    x, y = augment(x, y, 1, torch.arange(n), problem.but(augment="light").config)
    for picture, (left, top, right, bottom, _) in zip(x[:, 0], y[:, 0], strict=True):
        rows, columns = (picture > 0.5).nonzero().T
        seen = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        assert torch.stack(seen).tolist() == [left, top, right, bottom]
    assert (y[:, 1] == -1).all()


def test_a_box_that_leaves_is_dropped(problem: Problem):
    """Half of it must stay; what is left is cut at the border."""
    width = problem.config.image_size[1]
    corner = torch.tensor([[[width - 8.0, 0.0, width - 0.0, 8.0, 0.0]]] * 64)
    x = torch.zeros(64, problem.config.channels, *problem.config.image_size)
    config = problem.but(augment="strong").config
    y = augment(x, corner, 0, torch.arange(64), config)[1][:, 0]
    stays = y[:, 4] >= 0
    areas = (y[:, 2:4] - y[:, :2]).prod(1)[stays]
    assert 0 < stays.sum() < 64 and (areas >= 32).all() and (y[~stays] == -1).all()
