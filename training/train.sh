#!/usr/bin/env bash
# Rebuild the shipped encoder from the repository's data: about two hours on two cores.   training/train.sh [OUT_FOLDER]
# Makes OUT_FOLDER/model.onnx and tokenizer.json (default: src/dragoman/coding/encoder), writes the sha256 into the code, fits the
# weights by which rules and encoder are believed, and the model card. Reports whose texts are not in ../shared/corpus are left out.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-src/dragoman/coding/encoder}
work=${DRAGOMAN_TRAIN_WORK:-../training-work}
torch=${DRAGOMAN_TRAIN_VENV:-../tvenv}/bin/python
export PYTHONPATH=src
mkdir -p "$out" "$work"
training/setup.sh
"$torch" training/encoder.py train "$work/all.pt" --epochs 8
"$torch" training/encoder.py train "$work/encoder.pt" --start "$work/all.pt" --epochs 2 --reports 4 --passages 0.3 --rate 7e-5
"$torch" training/encoder.py export "$work/encoder.pt" "$out/model.onnx"
sum=$(sha256sum "$out/model.onnx" | cut -c1-64)
[ "$out" != src/dragoman/coding/encoder ] || sed -i "s/^SHA256 = .*/SHA256 = \"$sum\"/" src/dragoman/coding/network.py
.venv/bin/python training/fit_scores.py --write
.venv/bin/python training/fit_both.py --model "$out" --write
