#include "daemon/http/charge.h"

#include "daemon/http/inside.h"

bool charge_add(struct http_request *request, size_t bytes)
{
	struct http_server *server = request->server;

	if (bytes > CHARGE_BYTES_MAX - server->held_bytes)
		return false;
	if (request->party == NULL && request->conn != NULL)
		request->party = request->conn->place.party;
	if (request->party != NULL && bytes + party_bytes(request->party) > CHARGE_PARTY_BYTES_MAX)
		return false;
	if (request->party != NULL)
		party_charge(request->party, bytes);
	server->held_bytes += bytes;
	request->charged += bytes;
	return true;
}

void charge_end(struct http_request *request)
{
	request->server->held_bytes -= request->charged;
	if (request->party != NULL && request->charged > 0)
		party_discharge(request->party, request->charged);
	request->charged = 0;
	request->party = NULL;
}
