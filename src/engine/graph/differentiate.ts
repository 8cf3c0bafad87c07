import type { GraphBuilder, Value } from './graphBuilder';
import type { Application, Expression, Gradient, Leaf, Shape, Tuple } from './operator';

/** Emits the nodes of expressions, each once however often it is used, and those of their gradients. */
export class Emission {
  private readonly values = new Map<Expression, Value>();
  private readonly saved = new Map<Expression, readonly Value[]>();
  /** In the order of computation. */
  private readonly order: Application[] = [];

  constructor(
    private readonly builder: GraphBuilder,
    /** What the leaves stand for. */
    private readonly inputs: ReadonlyMap<string, Value>,
  ) {}

  /** The tensor that an expression computes. */
  value(expression: Expression): Value {
    const known = this.values.get(expression);
    if (known !== undefined) return known;
    const made = 'leaf' in expression ? this.leafValue(expression) : this.compute(expression);
    this.values.set(expression, made);
    return made;
  }

  /**
   * The gradient of a `[1, 1]` expression with respect to each of the leaves, by reverse traversal: every operator's gradient nodes
   * in the reverse order of computation, summed where a value is used more than once.
   * @throws {Error} if the expression does not depend on one of the leaves
   */
  gradients(loss: Application, leaves: readonly Leaf[]): Value[] {
    this.value(loss);
    const needed = new Set<Expression>(leaves);
    for (const application of this.order) if (application.inputs.some(input => needed.has(input))) needed.add(application);
    const parts = new Map<Expression, Gradient[]>([[loss, [this.builder.constant(new Float32Array([1]), [1, 1])]]]);
    for (const application of this.order.toReversed()) {
      const outputGradient = this.total(parts.get(application));
      if (outputGradient === undefined || !needed.has(application)) continue;
      const gradients = application.operator.gradient(this.builder, {
        inputs: fourOf(application.inputs.map(input => this.value(input))),
        shapes: fourOf(application.inputs.map(input => input.shape)),
        needed: fourOf(application.inputs.map(input => needed.has(input))),
        output: this.value(application),
        saved: this.saved.get(application) ?? [],
        attributes: application.attributes,
        outputGradient,
      });
      for (const [i, input] of application.inputs.entries()) {
        const gradient = gradients[i];
        if (gradient !== undefined && needed.has(input)) parts.set(input, [...(parts.get(input) ?? []), gradient]);
      }
    }
    return leaves.map(one => {
      const gradient = this.total(parts.get(one));
      if (gradient === undefined) throw new Error(`What is to be differentiated does not depend on "${one.leaf}".`);
      return gradient;
    });
  }

  /** All that was found of a gradient: what can add to what is there already does. */
  private total(parts: readonly Gradient[] | undefined): Value | undefined {
    const ready = parts?.filter(part => typeof part !== 'function') ?? [];
    const before = ready.length < 2 ? ready[0] : this.builder.node('Sum', ready);
    return (parts ?? []).reduce((sum, part) => (typeof part === 'function' ? part(sum) : sum), before);
  }

  private leafValue(expression: Leaf): Value {
    const value = this.inputs.get(expression.leaf);
    if (value === undefined) throw new Error(`The graph has no input "${expression.leaf}".`);
    return value;
  }

  private compute(application: Application): Value {
    const inputs = fourOf(application.inputs.map(input => this.value(input)));
    const shapes = fourOf(application.inputs.map(input => input.shape));
    const { output, saved } = application.operator.forward(this.builder, inputs, { shapes, attributes: application.attributes });
    if (saved) this.saved.set(application, saved);
    this.order.push(application);
    return output;
  }
}

/** An application's inputs are as many as its operator takes; here, where operators of all arities meet, that is four at most. */
function fourOf<T extends Value | Shape | boolean>(values: readonly T[]): Tuple<T, 4> {
  return values as unknown as Tuple<T, 4>;
}
