import { refuse } from "../awsError";
import { type Kind, kind } from "../kind";

interface RecordInputs {
    readonly zoneId: string;
    readonly name: string;
    readonly type: string;
    readonly ttl?: number;
    readonly records?: readonly string[];
    readonly allowOverwrite?: boolean;
    readonly setIdentifier?: string;
    readonly aliases?: readonly {
        readonly name: string;
        readonly zoneId: string;
        readonly evaluateTargetHealth: boolean;
    }[];
}

const RECORD = "aws:route53/record:Record";

/** Zones are not checked: tests make their ids up. */
export const dns: readonly Kind[] = [
    kind<RecordInputs>({
        type: RECORD,
        service: "Route 53",
        replaceOn: ["zoneId", "name", "type", "setIdentifier"],
        identify: ({ zoneId, name, type }) => ({ id: `${zoneId}_${name}_${type}` }),
        outputs: ({ name }) => ({ fqdn: name.replace(/\.$/, "") }),
        refuse: ({ zoneId, name, type, ttl, records, aliases, allowOverwrite }, world, known) => {
            const id = `${zoneId}_${name}_${type}`;
            const tried = `Tried to create resource record set [name='${name}.', type='${type}'] but it already exists`;
            if (!known && !allowOverwrite && world.find(RECORD, id)) refuse("InvalidChangeBatch", tried);
            if ((records === undefined) === (aliases === undefined)) {
                refuse("InvalidArgument", "exactly one of records and aliases is needed");
            }
            if (records && ttl === undefined) refuse("InvalidInput", "a record that is no alias needs a ttl");
        },
    }),
];
