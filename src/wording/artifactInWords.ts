/** What the files of a run folder are, by their path below it, with slashes. */
const descriptions: Readonly<Record<string, string>> = {
  'config.json': 'Configuration: parameters, data, engine, environment',
  'events.jsonl': 'Everything that happened, an event a line',
  'summary.json': 'How it ended: final figures, confusion matrix, scores of each class',
  'notes.md': 'Notes',
  'report.md': 'Report, to read and to share; its pictures lie in report/',
  'ground_truth.npy': 'True classes of the test images (NumPy, int64)',
  'predictions.npy': 'Predicted classes of the test images (NumPy, int64)',
  'probabilities.npy': 'Probability of each class for each test image (NumPy, float32)',
  'model/model.onnx': 'The trained model for ONNX Runtime and others',
  'model/model.json': 'The trained model for TensorFlow.js',
  'model/weights.bin': 'Weights of the model for TensorFlow.js',
};

/** What a file of a run folder is; undefined of one that no version of Digits Lab writes. */
export function artifactInWords(path: string): string | undefined {
  return descriptions[path];
}
