def test_predict_answers_as_evaluate_does(problem, tmp_path, monkeypatch):
    import torch.nn.functional as F
    from PIL import Image

    run, feed = Run.new("a", problem.config, tmp_path), feeds_of(problem)[1]
    net, _ = trained(problem.but(steps=10, evaluate_every=10), run=run)
    monkeypatch.setattr(predicts, "read", lambda path, config: feed.examples)
    files = dict(predicts.predict(run, ["new data"]))
    outputs = [net.eval()(batch.x) for batch in feed.in_order(predicts.PORTION)]
    for example, one in zip(feed.examples, torch.cat(outputs), strict=True):
        with Image.open(files[example.id]) as file:
            larger = F.interpolate(one[None], file.size[::-1], mode="bilinear")
            expected = problem.target.decode(larger)[0]
            assert file.tobytes() == expected.tobytes()
            assert file.size == problem.target.locate(expected, example.raw).size
