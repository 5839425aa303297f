"""Up to which moment a batch left nothing to seal. It is part of what is sealed: no batch may exist yet."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_e_privacy'),
    ]

    operations = [
        migrations.AddField(
            model_name='auditbatch',
            name='through',
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
