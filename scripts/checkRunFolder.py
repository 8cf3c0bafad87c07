"""Reads a run folder with NumPy, ONNX Runtime and scikit-learn, and holds what it says against what they find.

    pip install numpy onnxruntime onnx scikit-learn
    python scripts/checkRunFolder.py RUN_FOLDER MNIST_FOLDER

MNIST_FOLDER has t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz (dist/data/mnist). Exits 1 at the first thing that does not agree.
"""
import gzip, json, sys, warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from sklearn import metrics

run, mnist = Path(sys.argv[1]), Path(sys.argv[2])
checks = 0


def check(what, condition):
    global checks
    checks += 1
    if not condition:
        sys.exit(f'{what}: does not agree')
    print(f'{what}: agrees')


def close(a, b):
    return np.allclose(a, b, rtol=0, atol=1e-9)


truth = np.load(run / 'ground_truth.npy')
predictions = np.load(run / 'predictions.npy')
probabilities = np.load(run / 'probabilities.npy')
summary = json.loads((run / 'summary.json').read_text())
classes = probabilities.shape[1]

check('ground_truth.npy is int64 [10000]', truth.dtype == np.int64 and truth.shape == (10000,))
check('predictions.npy is int64 [10000]', predictions.dtype == np.int64 and predictions.shape == (10000,))
check('probabilities.npy is float32 [10000, 10]', probabilities.dtype == np.float32 and probabilities.shape == (10000, 10))
check('predictions are the classes of the probabilities', (probabilities.argmax(1) == predictions).all())

pixels = np.frombuffer(gzip.decompress((mnist / 't10k-images-idx3-ubyte.gz').read_bytes()), np.uint8, offset=16)
labels = np.frombuffer(gzip.decompress((mnist / 't10k-labels-idx1-ubyte.gz').read_bytes()), np.uint8, offset=8)
check('the truth is MNIST\'s', (truth == labels).all())
onnx.checker.check_model(onnx.load(run / 'model/model.onnx'), full_check=True)
session = onnxruntime.InferenceSession(str(run / 'model/model.onnx'), providers=['CPUExecutionProvider'])
images = (pixels.reshape(-1, 1, 28, 28) / 255).astype(np.float32)
found = np.concatenate([session.run(['probabilities'], {'images': images[i:i + 700]})[0] for i in range(0, len(images), 700)])
check('model.onnx predicts the same classes for all images, in batches of another size', (found.argmax(1) == predictions).all())
check('and the same probabilities to 1e-5', np.abs(found - probabilities).max() < 1e-5)

check('confusion matrix', (metrics.confusion_matrix(truth, predictions) == summary['confusionMatrix']).all())
check('accuracy', close(metrics.accuracy_score(truth, predictions), summary['testAccuracy']))
# Clipped as log_loss clips float32; then in float64, since the sum of float32 logarithms is right to seven digits only.
epsilon = np.finfo(np.float32).eps
with warnings.catch_warnings():
    # After clipping, rows add up to 1 within float32 only.
    warnings.simplefilter('ignore', UserWarning)
    check('loss', close(metrics.log_loss(truth, np.clip(probabilities, epsilon, 1 - epsilon).astype(np.float64)), summary['testLoss']))
precision, recall, f1, support = metrics.precision_recall_fscore_support(truth, predictions, zero_division=0)
for name, values in dict(precision=precision, recall=recall, f1=f1, support=support).items():
    check(f'{name} of each class', close(values, [scores[name] for scores in summary['perClass']]))
one_hot = np.eye(classes)[truth]
for name, score in dict(auroc=metrics.roc_auc_score, averagePrecision=metrics.average_precision_score).items():
    check(f'{name} of each class', close(score(one_hot, probabilities, average=None), [scores[name] for scores in summary['perClass']]))
    for average in ('macro', 'micro', 'weighted'):
        check(f'{name}, {average}', close(score(one_hot, probabilities, average=average), summary[average][name]))
for average in ('macro', 'micro', 'weighted'):
    values = metrics.precision_recall_fscore_support(truth, predictions, average=average, zero_division=0)[:3]
    check(f'precision, recall and F1, {average}', close(values, [summary[average][name] for name in ('precision', 'recall', 'f1')]))

checkpoint = np.load(run / 'checkpoint/checkpoint.npz')
weights = np.fromfile(run / 'model/weights.bin', np.float32)
check('the checkpoint\'s weights are those of the model', (checkpoint['weights'] == weights).all())
print(f'{checks} passed, 0 failed')
