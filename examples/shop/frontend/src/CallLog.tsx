import type { Call, Instance } from "./api";
import { page } from "./page";

interface Props {
    readonly calls: readonly Call[];
    readonly instance: Instance | undefined;
    readonly onWhoami: () => void;
    readonly onSlow: () => void;
}

export function CallLog({ calls, instance, onWhoami, onSlow }: Props) {
    return (
        <div className="card box">
            <h2>API calls</h2>
            <p className="quiet" data-testid="instance">
                {instance ? `Instance on port ${instance.port}, process ${instance.pid}` : "Instance not known yet"}
            </p>
            <p className="buttons">
                <button type="button" className="plain" data-testid="whoami" onClick={onWhoami}>
                    Who answers?
                </button>
                <button type="button" className="plain" data-testid="slow" onClick={onSlow}>
                    Slow call
                </button>
            </p>
            <table data-testid="calls">
                <thead>
                    <tr>
                        <th>Call</th>
                        <th>Status</th>
                        <th>Release</th>
                        <th>ms</th>
                    </tr>
                </thead>
                <tbody>
                    {calls.map(({ id, method, path, status, release, problem, ms }) => (
                        <tr key={id} className={problem ? "failed" : ""} title={problem}>
                            <td>
                                <small>{method}</small> {path.replace(/^\/api/, "")}
                            </td>
                            <td>{status || "none"}</td>
                            <td className={release === page.release ? "" : "other"}>{release || "none"}</td>
                            <td>{ms}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
