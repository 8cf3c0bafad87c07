import { readModel } from './modelFile';
import type { ModelFile } from './runtime';

/** A larger one is not looked at stroke by stroke. */
const MOST_BYTES = 200_000_000;
/** Of the files of all models that are open at once. */
const MOST_BYTES_OPEN = 400_000_000;
const MOST_OPEN = 16;

interface Open<Model> {
  readonly model: Model;
  readonly bytes: number;
}

/** Models that stay open for the next question about them, up to a number and a size; the one that was not asked for the longest goes first. */
export class OpenModels<Model> {
  private readonly open = new Map<string, Open<Model>>();

  /**
   * @param load opens a model from the bytes of its file
   * @param release frees what it holds
   */
  constructor(
    private readonly load: (bytes: Uint8Array, onnxFile: string) => Model | Promise<Model>,
    private readonly release: (model: Model) => void | Promise<void>,
  ) {}

  /** The model, opened unless it is open. @throws {EngineError} if there is none; what `load` throws */
  async opened({ onnxFile, version }: ModelFile): Promise<Model> {
    const key = `${onnxFile} ${version}`;
    const known = this.open.get(key);
    this.open.delete(key);
    const found = known ?? (await this.read(onnxFile));
    this.open.set(key, found);
    return found.model;
  }

  /** Releases them all. */
  async close(): Promise<void> {
    for (const { model } of this.open.values()) await this.release(model);
    this.open.clear();
  }

  private async read(onnxFile: string): Promise<Open<Model>> {
    const bytes = await readModel(onnxFile, MOST_BYTES);
    await this.makeRoom(bytes.length);
    return { model: await this.load(bytes, onnxFile), bytes: bytes.length };
  }

  private async makeRoom(bytes: number): Promise<void> {
    for (const [key, { model }] of this.open) {
      const open = [...this.open.values()].reduce((sum, other) => sum + other.bytes, 0);
      if (this.open.size < MOST_OPEN && open + bytes <= MOST_BYTES_OPEN) return;
      this.open.delete(key);
      await this.release(model);
    }
  }
}
