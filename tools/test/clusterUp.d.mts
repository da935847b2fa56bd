export default function clusterUp(): Promise<void>;
