const DURATION = '^(0|(\\d+y)?(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?)$';
const DNS_NAME = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';

const text = { type: 'string', minLength: 1 };
const duration = { type: 'string', pattern: DURATION, minLength: 1 };
const texts = {
  type: 'object',
  propertyNames: { pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' },
  additionalProperties: { type: 'string' },
};

const rule = {
  type: 'object',
  additionalProperties: false,
  required: ['expr'],
  oneOf: [{ required: ['alert'] }, { required: ['record'] }],
  properties: {
    alert: text,
    record: text,
    expr: text,
    for: duration,
    keep_firing_for: duration,
    labels: texts,
    annotations: texts,
  },
};

const group = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'rules'],
  properties: {
    name: text,
    interval: duration,
    limit: { type: 'integer', minimum: 0 },
    rules: { type: 'array', minItems: 1, items: rule },
  },
};

/**
 * JSON Schema of `monitoring.coreos.com/v1` PrometheusRule, as far as rule files for Prometheus 2.42 go: keys that this
 * Prometheus does not know, such as `query_offset`, are refused like misspelt ones.
 */
export const prometheusRuleSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { const: 'monitoring.coreos.com/v1' },
    kind: { const: 'PrometheusRule' },
    metadata: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        name: { type: 'string', pattern: DNS_NAME, maxLength: 253 },
        labels: { type: 'object', additionalProperties: { type: 'string', maxLength: 63 } },
      },
    },
    spec: {
      type: 'object',
      additionalProperties: false,
      required: ['groups'],
      properties: { groups: { type: 'array', minItems: 1, items: group } },
    },
  },
};
