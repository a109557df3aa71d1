"""What trains to its end and reports a decent number, each held against a slow, obvious twin.

Read with the example, on its way through the project:
- reading: read_again, stand_ins, other_spellings, torn_files, new_rows, new_pictures,
  other_answers, row_numbers, where_files_begin, own_answers, given_away,
  boxes_on_edges
- splitting: known_splits, documents, near_copies, near_pictures, near_texts,
  data_door
- from raw to tensor: constants; raw_to_x, with known_cells, known_pictures and known_text; forecast_origin,
  untrained_ids
- batches: epochs, padding, points_at, class_weights, mixed_inputs
- the step: reference_step, reference_training, modes, stale_norms, half_precision
- what config.py says: options, live_options, option_groups
- what is kept and served: selection, patience, average, temperature, serve_parity, verb_parity,
  predict_parity
"""
