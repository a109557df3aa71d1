def test_predict_answers_as_evaluate_does(problem, tmp_path, monkeypatch):
    run, feed = Run.new("a", problem.config, tmp_path), feeds_of(problem)[1]
    net, _ = trained(problem.but(steps=10, evaluate_every=10), run=run)
    monkeypatch.setattr(predicts, "read", lambda path, config: feed.examples)
    answers = dict(predicts.predict(run, ["new data"]))
    outputs = [net.eval()(batch.x) for batch in feed.in_order(predicts.PORTION)]
    said = problem.target.decode(torch.cat(outputs))
    locate = getattr(problem.target, "locate", lambda answer, raw: answer)
    for example, answer in zip(feed.examples, said, strict=True):
        assert answers[example.id] == locate(answer, example.raw)
