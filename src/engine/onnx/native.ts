/** A module of its own, so that the library is loaded with it and not with its importers; a bundle then requires it, which is quicker than importing it. */
export { env, InferenceSession, Tensor } from 'onnxruntime-node';
