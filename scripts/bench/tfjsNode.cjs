// TensorFlow through @tensorflow/tfjs-node, found by NODE_PATH.
const util = require('node:util');
// Gone from Node 23, and needed by it.
for (const [name, value] of [
  ['isNullOrUndefined', v => v == null],
  ['isArray', Array.isArray],
])
  util[name] ??= value;
const tf = require('@tensorflow/tfjs-node');

const [N, B] = [6000, 128];

async function main() {
  const { conv2d, maxPooling2d, flatten, dropout, dense } = tf.layers;
  const model = tf.sequential({
    layers: [
      conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dropout({ rate: 0.5 }),
      dense({ units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const images = tf.randomUniform([N, 28, 28, 1]);
  const labels = tf.oneHot(tf.randomUniform([N], 0, 10, 'int32'), 10).toFloat();
  await model.trainOnBatch(images.slice([0], [B]), labels.slice([0], [B]));
  console.log('first_step_ms', Date.now() - Number(process.env.BENCH_BEGAN_MS));
  for (let i = 0; i < 4; i++) {
    const began = performance.now();
    await model.fit(images, labels, { epochs: 1, batchSize: B, verbose: 0 });
    if (i > 0) console.log('fit', (1000 * N) / (performance.now() - began));
  }
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    await model.predict(images, { batchSize: 1024 }).data();
    console.log('predict', (1000 * N) / (performance.now() - began));
  }
  console.log('peak_mb', process.resourceUsage().maxRSS / 1024);
}

void main();
