"""Writes `reference.npz` by running the official code: `python -m models.aot.official --repository FOLDER`.

The repository is a clone of https://github.com/yoxu515/aot-benchmark; its code runs, none of it is copied. Needs
nothing beyond this package's own requirements and Pillow: no CUDA, no torchvision, no spatial-correlation sampler.
Besides the fixture, it prints how far our results are from the official ones over whole frames, and with
`--checkpoint FILE` writes a checkpoint as the official code does.
"""

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.aot.fitting import fitted_last_layer
from models.aot.network import DEVIATION, MEAN, R50AOTL
from models.aot.pictures import labels_of, network_size
from models.aot.random_weights import random_tensor
from models.aot.reference import (
    FIXTURE,
    SCENES,
    Scene,
    results_of,
    sparse_labels,
    sparse_logits,
    tiles,
)
from models.common.official_reference import SceneResults, print_differences
from models.common.random_weights import random_state


def official_network(repository: Path) -> Any:
    sys.path.insert(0, str(repository))
    transformer: Any = importlib.import_module("networks.layers.transformer")
    attention: Any = importlib.import_module("networks.layers.attention")
    # Without its CUDA extension the official code uses V3, which (in March 2026) fails with a shape error. With the
    # extension it uses V2, which also has a branch that works without the extension.
    transformer.MultiheadLocalAttentionV3 = attention.MultiheadLocalAttentionV2
    configuration = importlib.import_module("configs.models.r50_aotl").ModelConfig()
    defaults: Any = importlib.import_module("configs.default").DefaultEngineConfig("reference", "r50_aotl")
    defaults.__dict__.update(configuration.__dict__)
    build = importlib.import_module("networks.models").build_vos_model
    return build(defaults.MODEL_VOS, defaults).eval().requires_grad_(False)


@torch.no_grad()
def official_results(network: Any, scene: Scene, davis: Path) -> SceneResults:
    """Segments one scene as `networks/managers/evaluator.py` of the official repository does a sequence."""
    build_engine = importlib.import_module("networks.engines").build_engine
    engine = build_engine(
        network.cfg.MODEL_ENGINE,
        phase="eval",
        aot_model=network,
        gpu_id=0,
        long_term_mem_gap=network.cfg.TEST_LONG_TERM_MEM_GAP,
        short_term_mem_skip=network.cfg.TEST_SHORT_TERM_MEM_SKIP,
    )
    engine.eval()
    given, label_maps, logits = scene.label_maps(davis), {}, {}
    for number, picture in enumerate(scene.pictures(davis)):
        height, width = picture.shape[:2]
        columns, rows = network_size(width, height)
        resized = cv2.resize(picture.astype(np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC) / 255
        resized -= MEAN
        resized /= DEVIATION
        image = torch.from_numpy(np.ascontiguousarray(resized.transpose(2, 0, 1)))[None]
        new = torch.from_numpy(given[number]).float()[None, None] if number in given else None
        if number == 0:
            label = torch.from_numpy(given[0]).float()[None, None]
            engine.add_reference_frame(
                image, labels_of(label[0, 0], columns, rows), frame_step=0, obj_nums=[int(label.max())]
            )
        else:
            engine.match_propogate_one_frame(image)
            raw = engine.decode_current_logits((height, width))
            label = torch.softmax(raw, dim=1).argmax(dim=1, keepdim=True).float()
            if new is not None:
                keep = (new == 0).float()
                label = label * keep + new * (1 - keep)
                small = functional.interpolate(label, size=engine.input_size_2d, mode="nearest")
                engine.add_reference_frame(image, small, obj_nums=[int(label.max())], frame_step=number)
                engine.decode_current_logits((height, width))
            else:
                small = functional.interpolate(label, size=engine.input_size_2d, mode="nearest")
            engine.update_memory(small)
            seen = max(int(given_map.max()) for frame, given_map in given.items() if frame < number)
            logits[number] = raw[0, : seen + 1].clone()
        label_maps[number] = label[0, 0].numpy().astype(np.uint8)
    return SceneResults(label_maps, logits)


def fit_last_layer(network: R50AOTL, davis: Path) -> dict[str, Tensor]:
    """Fits the weights of the last layer to the first two frames of each scene."""
    pairs = []
    for scene in SCENES:
        before = scene.label_maps(davis)[0]
        after = scene.halves(davis, 1) if scene.size is None else tiles(*scene.size)[0]
        pairs.append((scene.pictures(davis)[:2], (before, after)))
    return fitted_last_layer(network, pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repository", type=Path, required=True, help="a clone of the official repository")
    parser.add_argument("--davis", type=Path, default=Path("../shared/davis"))
    parser.add_argument("--checkpoint", type=Path, help="to write the official network's state dict to")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    theirs, ours = official_network(arguments.repository), R50AOTL().eval().requires_grad_(False)
    state = random_state(theirs.state_dict(), random_tensor)
    ours.load_state_dict(state)
    fitted = fit_last_layer(ours, arguments.davis)
    theirs.load_state_dict(state | fitted)
    ours.load_state_dict(theirs.state_dict())
    if arguments.checkpoint:
        torch.save({"state_dict": theirs.state_dict()}, arguments.checkpoint)
    fixture = {key: tensor.numpy() for key, tensor in fitted.items()}
    fixture["state"] = np.array([f"{key} {list(tensor.shape)}" for key, tensor in theirs.state_dict().items()])
    for scene in SCENES:
        official = official_results(theirs, scene, arguments.davis)
        fixture |= sparse_logits(official, scene)
        fixture[f"{scene.name}/labels"] = sparse_labels(official, scene)
        print_differences(scene.name, official, results_of(ours, scene, arguments.davis))
    np.savez_compressed(FIXTURE, allow_pickle=True, **fixture)


if __name__ == "__main__":
    main()
