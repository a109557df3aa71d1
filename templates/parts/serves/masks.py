def test_predict_answers_as_evaluate_does(problem, tmp_path, monkeypatch):
    from PIL import Image

    run, feed = Run.new("a", problem.config, tmp_path), feeds_of(problem)[1]
    net, _ = trained(problem.but(steps=10, evaluate_every=10), run=run)
    monkeypatch.setattr(predicts, "read", lambda path, config: feed.examples)
    files = dict(predicts.predict(run, ["new data"]))
    masks = problem.target.decode(net.eval()(next(feed.in_order()).x))
    for example, mask in zip(feed.examples, masks, strict=True):
        expected = problem.target.locate(mask, example.raw)
        with Image.open(files[example.id]) as file:
            assert file.tobytes() == expected.tobytes()
