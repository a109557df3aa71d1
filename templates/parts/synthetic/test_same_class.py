def test_both_are_of_one_class(problem: Problem):
    feed = feed_of(problem, 1.0)
    everyone = torch.arange(len(feed))
    for draw in (0.0, 0.5, 0.999):
        others = partners(feed.y, everyone, torch.full((len(feed),), draw))
        assert feed.y[others].equal(feed.y)
