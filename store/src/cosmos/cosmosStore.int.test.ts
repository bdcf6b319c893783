import { describeStoreContract } from '../contract/contract.suite.ts';
import { namedAccount, openOnAccount, openOnFakeCosmos } from './cosmosTrial.suite.ts';

const account = namedAccount;
if (account) {
  describeStoreContract('the store on a Cosmos DB account', () => openOnAccount(account), {
    manyRooms: 1000,
  });
} else {
  describeStoreContract('the store on Cosmos DB, by a fake of it', openOnFakeCosmos, {
    manyRooms: 20_000,
  });
}
