import type { Feature } from '../api/index.js';
import { DataTable } from '../components/index.js';
import { texts } from '../texts.js';

const { model: words } = texts;

/** What a model takes. */
export function FeatureTable({ features }: { readonly features: readonly Feature[] }) {
  return (
    <div className="card">
      <DataTable caption={words.features} columns={words.featureColumns}>
        {features.map((feature) => (
          <tr key={feature.name}>
            <th scope="row">{feature.name}</th>
            <td>{feature.type}</td>
            <td>{valuesOf(feature)}</td>
            <td>{feature.description}</td>
          </tr>
        ))}
      </DataTable>
    </div>
  );
}

function valuesOf({ minimum, maximum, categories, shape, width, height, unit, nullable }: Feature): string {
  const parts = [
    minimum !== undefined && maximum !== undefined && texts.tryIt.bounds(String(minimum), String(maximum)),
    categories?.join(', '),
    shape?.join(' × '),
    width !== undefined && `${width} × ${height}`,
    unit,
    nullable && words.nullable,
  ];
  return parts.filter((part) => typeof part === 'string').join('; ');
}
