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
  'recording.json': 'What another tool recorded: state, settings, summary, artifacts',
  'history.jsonl': 'What was logged, a row a line',
  'system.jsonl': 'Figures of the machine, a row a line',
  'console.log': 'What the script wrote',
  'model/model.onnx': 'The trained model for ONNX Runtime and others',
  'model/model.json': 'The trained model for TensorFlow.js',
  'model/weights.bin': 'Weights of the model for TensorFlow.js',
};

/** What a file of a run folder is; undefined of one that no version of Digits Lab writes. */
export function artifactInWords(path: string): string | undefined {
  if (Object.hasOwn(descriptions, path)) return descriptions[path];
  const [folder, name, version, ...inside] = path.split('/');
  if (folder === 'artifacts' && inside.length > 0) return `Of the artifact ${name}, ${version}`;
  return folder === 'files' && name !== undefined ? 'Saved by the script' : undefined;
}
