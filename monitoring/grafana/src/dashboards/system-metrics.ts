import type { Board } from '../board.js';
import { lines } from '../panels.js';
import { chosenProcesses, rateBy } from '../query.js';
import { highIsBad } from '../thresholds.js';

const DISKS = `${chosenProcesses}, fstype!~"tmpfs|overlay|squashfs"`;
const NETWORKS = `${chosenProcesses}, device!="lo"`;
const CONTAINERS = `${chosenProcesses}, id!="/"`;

const machine: Board['rows'][number] = {
  title: 'Machine',
  panels: [
    lines({
      title: 'CPU use',
      description: 'Share of the time of all cores that is not idle.',
      unit: 'percentunit',
      width: 12,
      min: 0,
      max: 1,
      queries: [
        {
          expr: `1 - avg by (instance) (rate(node_cpu_seconds_total{${chosenProcesses}, mode="idle"}[$__rate_interval]))`,
          legend: '{{instance}}',
        },
      ],
      thresholds: highIsBad(0.8, 0.95),
    }),
    lines({
      title: 'Memory use',
      description: 'Share of the memory that programs could not get.',
      unit: 'percentunit',
      width: 12,
      min: 0,
      max: 1,
      queries: [
        {
          expr: `1 - node_memory_MemAvailable_bytes{${chosenProcesses}} / node_memory_MemTotal_bytes{${chosenProcesses}}`,
          legend: '{{instance}}',
        },
      ],
      thresholds: highIsBad(0.8, 0.95),
    }),
    lines({
      title: 'Disk use',
      description: 'Share of each file system that is taken.',
      unit: 'percentunit',
      width: 8,
      min: 0,
      max: 1,
      queries: [
        {
          expr: `1 - max by (instance, mountpoint) (node_filesystem_avail_bytes{${DISKS}}) / max by (instance, mountpoint) (node_filesystem_size_bytes{${DISKS}})`,
          legend: '{{instance}} {{mountpoint}}',
        },
      ],
      thresholds: highIsBad(0.8, 0.9),
    }),
    lines({
      title: 'Disk reads and writes',
      description: 'Bytes per second of each disk.',
      unit: 'Bps',
      width: 8,
      min: 0,
      queries: [
        {
          expr: rateBy('instance, device', 'node_disk_read_bytes_total', chosenProcesses),
          legend: '{{instance}} {{device}} read',
        },
        {
          expr: rateBy('instance, device', 'node_disk_written_bytes_total', chosenProcesses),
          legend: '{{instance}} {{device}} written',
        },
      ],
    }),
    lines({
      title: 'Network',
      description:
        'Bytes per second that each interface receives and sends. A node exporter in a container network sees that network.',
      unit: 'Bps',
      width: 8,
      min: 0,
      queries: [
        {
          expr: rateBy('instance, device', 'node_network_receive_bytes_total', NETWORKS),
          legend: '{{instance}} {{device}} received',
        },
        {
          expr: rateBy('instance, device', 'node_network_transmit_bytes_total', NETWORKS),
          legend: '{{instance}} {{device}} sent',
        },
      ],
    }),
  ],
};

/** Some container engines give containers no name: the id tells them apart then. */
const containers: Board['rows'][number] = {
  title: 'Containers',
  panels: [
    lines({
      title: 'CPU of containers',
      description: 'CPU cores that each container uses.',
      unit: 'short',
      width: 8,
      min: 0,
      queries: [
        {
          expr: rateBy('name, id', 'container_cpu_usage_seconds_total', CONTAINERS),
          legend: '{{name}} {{id}}',
        },
      ],
    }),
    lines({
      title: 'Network of containers',
      description: 'Bytes per second that each container receives and sends.',
      unit: 'Bps',
      width: 8,
      min: 0,
      queries: [
        {
          expr: rateBy('name, id', 'container_network_receive_bytes_total', CONTAINERS),
          legend: '{{name}} {{id}} received',
        },
        {
          expr: rateBy('name, id', 'container_network_transmit_bytes_total', CONTAINERS),
          legend: '{{name}} {{id}} sent',
        },
      ],
    }),
    lines({
      title: 'Memory of containers',
      description: 'Memory of each container that cannot be reclaimed.',
      unit: 'bytes',
      width: 8,
      min: 0,
      queries: [
        {
          expr: `sum by (name, id) (container_memory_working_set_bytes{${CONTAINERS}})`,
          legend: '{{name}} {{id}}',
        },
      ],
    }),
  ],
};

/** The face-attributes system's board of the machine and its containers, by node exporter and cAdvisor. */
export const systemMetrics: Board = {
  uid: 'plumbline-system-metrics',
  title: 'Plumbline: system metrics',
  description: 'CPU, memory, disk and network of the machine, and of its containers.',
  processes: 'up{job=~"node|cadvisor"}',
  variables: [],
  rows: [machine, containers],
};
