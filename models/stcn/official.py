"""Writes `reference.npz` by running the official code: `python -m models.stcn.official --repository FOLDER`.

The repository is a clone of https://github.com/hkchengrex/STCN; its code runs, none of it is copied. Needs torchvision
(0.28 for PyTorch 2.13; any of its builds), but neither CUDA nor a download. Besides the fixture, it prints how far our
results are from the official ones over whole frames; `--full-size` also does this for frames of 854x480, and
`--checkpoint FILE` writes a checkpoint as the official training does.
"""

import argparse
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.common.official_reference import SceneResults, print_differences
from models.common.random_weights import random_state
from models.stcn.checkpoint import load_network
from models.stcn.fitting import fitted_last_layer
from models.stcn.network import DEVIATION, MEAN, STCN
from models.stcn.pictures import grid_of, image_of, masks_of
from models.stcn.random_weights import random_tensor
from models.stcn.reference import (
    FIXTURE,
    FULL_SIZE,
    SCENES,
    Scene,
    results_of,
    sparse_labels,
    sparse_logits,
    tensor_list,
)


def official_modules(repository: Path) -> dict[str, ModuleType]:
    """Imports the official network, and its two inference loops on the CPU instead of CUDA."""
    _import_torchvision()
    sys.path.insert(0, str(repository))
    # The weights that the constructors would download are replaced at once anyway.
    model_zoo: Any = importlib.import_module("torch.utils.model_zoo")
    model_zoo.load_url = lambda _address: {}
    modules = {"eval_network": importlib.import_module("model.eval_network")}
    modules["training_network"] = importlib.import_module("model.network")
    modules["tensors"] = importlib.import_module("util.tensor_util")
    for name in ("inference_core", "inference_core_yv"):
        source = (repository / f"{name}.py").read_text().replace(".cuda()", "").replace("'cuda'", "'cpu'")
        modules[name] = ModuleType(name)
        exec(compile(source, name, "exec"), modules[name].__dict__)
    return modules


def _import_torchvision() -> None:
    # A torchvision built for CUDA cannot load its compiled operators with a CPU build of PyTorch; ResNets need none.
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name in ("nms", "qnms"):
        if not hasattr(torch.ops.torchvision, name):
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    models: Any = importlib.import_module("torchvision.models")
    build = models.resnet50
    models.resnet50 = lambda pretrained: build(weights=None)  # noqa: ARG005 - the official code names it


@torch.no_grad()
def official_results(modules: dict[str, ModuleType], network: Any, scene: Scene, davis: Path) -> SceneResults:
    """Segments one scene as the official `eval_davis.py` does, or, with a late object, as `eval_generic.py` does."""
    logits = []
    hook = network.decoder.register_forward_hook(lambda _layer, _given, found: logits.append(found[:, 0].clone()))
    pictures, given = scene.pictures(davis), scene.given(davis)
    size = pictures[0].shape[:2]
    mean, deviation = (torch.tensor(numbers).view(3, 1, 1) for numbers in (MEAN, DEVIATION))
    rgb = torch.stack(
        [(torch.from_numpy(picture.copy()).permute(2, 0, 1).float() / 255 - mean) / deviation for picture in pictures]
    )[None]
    if scene.late is None:
        core = modules["inference_core"].InferenceCore(network, rgb, 2, include_last=scene.previous_too)
        core.interact(_one_hot(given[0]), 0, scene.frames)
        by_frame = dict(enumerate(logits, start=1))
    else:
        core = modules["inference_core_yv"].InferenceCore(network, rgb, 2, include_last=scene.previous_too)
        for number, (frame, label_map) in enumerate(given.items()):
            masks = _one_hot(label_map)
            masks = torch.cat((1 - masks.sum(dim=0, keepdim=True), masks))
            end = scene.late + 1 if number == 0 else scene.frames
            core.interact(masks, frame, end, [number + 1])
        by_frame = {number: logits[number - 1] for number in range(1, scene.late + 1)}
        rest = logits[scene.late :]  # one call for each object
        for number in range(scene.late + 1, scene.frames):
            at = 2 * (number - scene.late - 1)
            by_frame[number] = torch.cat(rest[at : at + 2])
    hook.remove()
    label_maps = {}
    for number in range(scene.frames):
        content = modules["tensors"].unpad(core.prob[:, number], core.pad)
        full = functional.interpolate(content, size, mode="bilinear", align_corners=False)
        label_maps[number] = full.argmax(dim=0)[0].numpy().astype(np.uint8)
    return SceneResults(label_maps, by_frame)


def _one_hot(label_map: np.ndarray) -> Tensor:
    return torch.stack([torch.from_numpy(label_map == number).float() for number in (1, 2)])[:, None]


@torch.no_grad()
def fit_last_layer(network: STCN, davis: Path) -> dict[str, Tensor]:
    """Fits the weights of the last layer to the first two frames of each scene."""
    pairs = []
    for scene in SCENES:
        pictures = scene.pictures(davis)[:2]
        height, width = pictures[0].shape[:2]
        grid = grid_of(width, height, None)
        images = [image_of(picture, grid) for picture in pictures]
        masks = [masks_of(scene.halves(davis, frame), [1, 2], grid) for frame in (0, 1)]
        pairs.append((images, masks))
    return fitted_last_layer(network, pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repository", type=Path, required=True, help="a clone of the official repository")
    parser.add_argument("--davis", type=Path, default=Path("../shared/davis"))
    parser.add_argument("--checkpoint", type=Path, help="to write a state dict to")
    parser.add_argument("--full-size", action="store_true", help="compare at 854x480 only, and write nothing")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    modules = official_modules(arguments.repository)
    theirs = modules["eval_network"].STCN().eval().requires_grad_(False)
    ours = STCN().eval().requires_grad_(False)
    state = random_state(theirs.state_dict(), random_tensor)
    ours.load_state_dict(state)
    fitted = fit_last_layer(ours, arguments.davis)
    theirs.load_state_dict(state | fitted)
    ours.load_state_dict(theirs.state_dict())
    if arguments.checkpoint:
        trained = modules["training_network"].STCN(single_object=False)  # as `model/model.py` saves it
        trained.load_state_dict(theirs.state_dict())
        torch.save(trained.state_dict(), arguments.checkpoint)
        ours = load_network(arguments.checkpoint)
    fixture = {key: tensor.numpy() for key, tensor in fitted.items()}
    fixture["tensors"] = np.array(tensor_list(theirs.state_dict()))
    for scene in (FULL_SIZE,) if arguments.full_size else SCENES:
        official = official_results(modules, theirs, scene, arguments.davis)
        fixture |= sparse_logits(official, scene)
        fixture[f"{scene.name}/labels"] = sparse_labels(official, scene)
        print_differences(scene.name, official, results_of(ours, scene, arguments.davis))
    if not arguments.full_size:
        np.savez_compressed(FIXTURE, allow_pickle=True, **fixture)


if __name__ == "__main__":
    main()
