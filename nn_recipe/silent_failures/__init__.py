"""What trains to its end and reports a decent number, each held against a slow, obvious twin.

Read with the example, on its way through the project:
- reading and splitting: read_again, stand_ins, new_rows, new_pictures, torn_files,
  other_answers,
  given_away, known_splits, documents, near_copies, near_pictures, data_door
- from raw to tensor: raw_to_x, with known_cells, known_pictures and known_text; forecast_origin
- batches: epochs, padding, points_at
- the step: reference_step, reference_training, modes
- what is kept and served: selection, serve_parity, verb_parity, predict_parity
"""
