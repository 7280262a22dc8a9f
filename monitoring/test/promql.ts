import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** What a PromQL expression asks for: the metrics with the labels it matches, and the labels it groups by. */
export interface Expression {
  readonly selectors: readonly Selector[];
  readonly groupings: readonly Grouping[];
}

/** The labels of a by() or on(), with the metrics of what is aggregated, or of the two sides that are matched. */
interface Grouping {
  readonly labels: readonly string[];
  readonly sides: readonly (readonly string[])[];
}

interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
  /** Functions and aggregations around the selector, innermost first. */
  readonly calls: readonly string[];
}

const VARIABLES: Readonly<Record<string, string>> = {
  $__rate_interval: '1m',
  $__interval: '15s',
  $__range: '1h',
  $job: '.*',
  $instance: '.*',
  $model: '.*',
  $version: '.*',
};

/** Replaces Grafana's variables as Grafana does with everything chosen. */
export function substitute(expr: string, variables = VARIABLES): string {
  return expr.replace(/\$\w+/g, (name) => variables[name] ?? name);
}

/** Reads an expression. @throws Error where it is not PromQL. */
export function parse(expr: string): Expression {
  const text = substitute(expr);
  const nodes = all(parser.parse(text).topNode);
  const broken = nodes.find((node) => node.type.isError);
  if (broken) throw new Error(`not PromQL at ${broken.from}: ${text}`);
  const textOf = (node: SyntaxNode) => text.slice(node.from, node.to);
  const selectors = nodes.filter(({ name }) => name === 'VectorSelector');
  const metricsIn = (node: SyntaxNode) =>
    selectors
      .filter(({ from, to }) => from >= node.from && to <= node.to)
      .map((found) => metricOf(found, textOf));
  return {
    selectors: selectors.map((node) => ({
      metric: metricOf(node, textOf),
      labels: labelNames(node, textOf),
      calls: calls(node, textOf),
    })),
    groupings: nodes
      .filter(({ name }) => name === 'GroupingLabels')
      .map((node) => {
        const around = ancestor(node, ['AggregateExpr', 'BinaryExpr']) ?? node;
        const sides = around.name === 'BinaryExpr' ? [around.firstChild, around.lastChild] : [around];
        return {
          labels: labelNames(node, textOf),
          sides: sides.filter((side) => side !== null).map(metricsIn),
        };
      }),
  };
}

function all(node: SyntaxNode): SyntaxNode[] {
  const found = [node];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(...all(child));
  return found;
}

function ancestor(node: SyntaxNode, names: readonly string[]): SyntaxNode | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (names.includes(parent.name)) return parent;
  }
  return undefined;
}

function metricOf(selector: SyntaxNode, textOf: (node: SyntaxNode) => string): string {
  const identifier = selector.getChild('Identifier');
  if (!identifier) throw new Error(`a selector without a metric name: ${textOf(selector)}`);
  return textOf(identifier);
}

function labelNames(node: SyntaxNode, textOf: (node: SyntaxNode) => string): string[] {
  return all(node)
    .filter(({ name }) => name === 'LabelName')
    .map(textOf);
}

function calls(node: SyntaxNode, textOf: (node: SyntaxNode) => string): string[] {
  const names: string[] = [];
  for (let parent = node.parent; parent; parent = parent.parent) {
    const called = parent.getChild('FunctionIdentifier') ?? parent.getChild('AggregateOp');
    if (called) names.push(textOf(called));
  }
  return names;
}
