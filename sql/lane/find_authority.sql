-- As sign_in: nobody of the staff, with no roles.
SELECT authority_id, 0 AS staff_id, code, name, 0 AS roles FROM authority WHERE code = $1::text
