"""config, data, target and model are yours; recipe/ is the same in every project."""

import os

# Threads that wait must sleep, not spin: beside another busy process, two spinning threads
# made the checks 13 times slower. To be said before torch is imported for the first time.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
