"""Times the official J and F on DAVIS-2016 masks with one thread; prints one JSON document.

    python officialScoring.py ANNOTATIONS PREDICTIONS ROUNDS [OFFICIAL]

Both folders contain SEQ/*.png with one object each. OFFICIAL is a checkout of davis2017-evaluation,
needed if its package is not installed. Only its two functions are timed, with the masks in memory.
"""
import json
import os
import pathlib
import sys
import time

for variable in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
    os.environ[variable] = '1'


def main(annotations, predictions, rounds, official=None):
    if official:
        sys.path.insert(0, official)
    try:
        import cv2
        import numpy as np
        from davis2017.metrics import db_eval_boundary, db_eval_iou
        from PIL import Image
    except ImportError as error:
        return {'problem': f'Python cannot import {error.name}'}
    cv2.setNumThreads(1)

    def read(folder):
        return np.stack([np.array(Image.open(path)) > 0 for path in sorted(folder.glob('*.png'))])

    names = sorted(path.name for path in pathlib.Path(annotations).iterdir())
    masks = [(read(pathlib.Path(annotations) / name), read(pathlib.Path(predictions) / name)) for name in names]
    frames = sum(len(truth) for truth, _ in masks)
    seconds = []
    for _ in range(int(rounds)):
        start = time.perf_counter()
        scores = [(db_eval_iou(*pair), db_eval_boundary(*pair)) for pair in masks]
        seconds.append(time.perf_counter() - start)
    j, f = (float(np.concatenate(values).mean()) for values in zip(*scores))
    versions = {'python': sys.version.split()[0], 'numpy': np.__version__, 'opencv': cv2.__version__}
    return {'JF': frames / min(seconds), 'mean': {'J': j, 'F': f}, 'versions': versions}


if __name__ == '__main__':
    print(json.dumps(main(*sys.argv[1:])))
